"""Full-text search of the portal: analysis, lexicon, engines. It knows nothing of the portal itself."""
