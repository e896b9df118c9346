"""Whether it is the leads or the people: judged on like leads, and in words."""
