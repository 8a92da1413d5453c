"""The Conclusions Report: what came of a proposal, after the Change Board has voted or a decision was taken."""
