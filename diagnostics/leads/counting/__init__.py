"""From a matching to counts: by month, rep and channel, how records agree in time, and where each answer leads."""
