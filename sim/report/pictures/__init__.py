"""Pictures of results: Matplotlib figures with a description in words and the numbers behind them."""
