"""What stands on the portals, topic by topic: each module adds its pages and menu entries to a draft."""
