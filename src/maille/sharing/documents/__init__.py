"""PDFs of sharing: Typst draws what is told; knows neither database nor request."""
