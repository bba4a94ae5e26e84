"""Teams: the door for activities, our own token, and what makes requests of activities; loaded only when configured."""
