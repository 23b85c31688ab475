"""What the law allows of contracts, how long they have lasted and where they stand: values in, values out."""
