"""The PDF of a document: Typst draws what rules/documents tells; knows neither database nor request."""
