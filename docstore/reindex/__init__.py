"""From one index to another: request -> plan -> run, batch by batch, each with its checkpoint in one transaction."""
