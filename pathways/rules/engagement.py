"""What the assessment of family engagement asks, and what an answer means. Plain Python."""

# Each statement by its key, as the school answers it. A key that was answered is never given another meaning.
STATEMENTS = {
    "welcome": "Families feel welcome when they come in or call.",
    "heard": "Families are asked before decisions that touch their children.",
    "informed": "Families know how their child is doing, in the language they speak.",
    "learning": "Teachers and families talk about learning, not about behavior alone.",
    "present": "Families take part in workshops and meetings.",
    "leading": "Families lead something at this school.",
}
SCALE = {1: "Not yet", 2: "Beginning", 3: "Often", 4: "Always"}
MOST = max(SCALE)
