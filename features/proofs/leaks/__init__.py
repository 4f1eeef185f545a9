"""The leak proof: what is learned after a day changes nothing that was said of that day."""
