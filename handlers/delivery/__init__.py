"""Messages that could not be delivered, for those who run Tierline: seen in chat, tried again, dropped, told of."""
