"""The pages on which bodies work, one module for each."""
