"""What industry says: comments and questions on Draft Proposals, and what SECAS answers."""
