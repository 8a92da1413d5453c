"""Comments on Draft Proposals: what the tab shows, counts and exports, and what waits for SECAS."""
