"""The register: every Draft and Modification Proposal, its texts and facts, and its way through the lifecycle."""
