"""A report that computes again: the core as WebAssembly, and tables that Python prepares and the page patches."""
