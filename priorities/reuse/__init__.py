"""What was accepted, said once more as drafts for other reports."""
