"""The pages of the register: reading, raising, editing, moving, and files."""
