"""What do we return?"""
