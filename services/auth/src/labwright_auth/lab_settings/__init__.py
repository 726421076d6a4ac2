"""What the lab says about itself: name, time zone, who may register."""
