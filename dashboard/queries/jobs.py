"""The words of periodic jobs."""

# What each periodic job does, as people say it.
JOBS = {
    "codes": "Send codes, and what else somebody waits for",
    "outbox": "Send the mails that are due",
    "reminders": "Write the reminders that are due",
    "open-pulses": "Ask leaders and schools whether promises are kept",
    "lapse-offers": "End offers nobody answered in time",
    "held-sessions": "Mark sessions that are over as held",
    "begun-moves": "Take placements to the school their move leads to",
    "unfinished-runs": "Go on with stipend runs that stopped midway",
    "unfinished-imports": "Go on with imports and exports of people that wait",
}


def job_in_words(job: str) -> str:
    return JOBS.get(job) or job.replace("-", " ").capitalize()
