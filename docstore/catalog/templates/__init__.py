"""What is a new index born with? Component, composable and legacy templates."""
