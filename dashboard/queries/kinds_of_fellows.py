"""The words of what waits about fellows: for them, for managers, and for finance that pays their assistance."""

from dashboard.queries.kind import Kind

KINDS = {
    "milestone": Kind(
        "Milestone: {what}", "It is part of your fellowship, {where}.", "/fellows/{key}/", True
    ),
    "ucla_late": Kind(
        "Step at UCLA of {who}: {what}",
        "Its day by the plan of the {where} is over. Record the step once UCLA says so, or move the day with a reason.",
        "/fellows/{key}/#ucla",
        True,
    ),
    "hours": Kind("Accept fieldwork of {who}", "It counts then: {what}", "/fellows/hours/{key}/"),
    "hours_back": Kind("Correct your fieldwork hours", "They came back: {what}", "/fellows/hours/{key}/"),
    "agreement": Kind(
        "Sign your service agreement", "You are a fellow of the {what}.", "/fellows/{key}/agreement/"
    ),
    "still_right": Kind(
        "Is this still right? {what}",
        "Once a year you say whether you still serve at {where}. One press if you do.",
        "/fellows/{key}/#anew",
    ),
    "what_now": Kind(
        "Is this still right? What you do now",
        "Once a year we ask the graduates of the {where}. One press if nothing changed.",
        "/fellows/{key}/#alum",
    ),
    "disputed": Kind(
        "Correct your service: {what}", "{where} disagrees with what you reported.", "/fellows/{key}/"
    ),
    "proof": Kind("Record for {who}: {what}", "Look at the proof, then record it.", "/fellows/{key}/"),
    "agreement_draft": Kind("Publish an agreement", "{who} drafted it.", "/fellows/agreements/{key}/"),
    "agreement_none": Kind(
        "Publish a service agreement",
        "Fellows of the {what} are to sign one, and none is published.",
        "/fellows/agreements/",
    ),
    "disputed_long": Kind(
        "Settle the service of {who}",
        "{where} disagreed with “{what}” two weeks ago or more. Correct it with them; the site is asked again.",
        "/fellows/{key}/",
    ),
    "service": Kind("Accept the service of {who}", "{where} confirmed it: {what}.", "/fellows/{key}/"),
    "service_given": Kind(
        "Accept the service of {who}",
        "{where}: {what} confirmed it, an address the fellow gave. It counts once you accept it.",
        "/fellows/{key}/",
    ),
    "service_paper": Kind(
        "Accept the service of {who}",
        "{where}: {what} entered it from paper. It counts once you accept it.",
        "/fellows/{key}/",
    ),
    "award_back": Kind(
        "Mend the award of {what}", "It came back with words for you.", "/fellows/assistance/{key}/"
    ),
    "assistance_back": Kind(
        "Propose again what came back: {what}",
        "A payment of assistance did not arrive, and no award pays it again yet.",
        "/fellows/assistance/{key}/",
    ),
    "award_proposed": Kind(
        "Approve the award of {what}", "{who} proposed it; you approve.", "/fellows/assistance/{key}/"
    ),
    "assistance_due": Kind(
        "Make the file of assistance that is due: {what}",
        "It is approved; fellows wait for their money.",
        "/stipends/assistance/",
        True,
    ),
    "assistance_exported": Kind(
        "Record what was paid of file {what} of assistance, {where}",
        "Payroll has it; what fellows were paid is not known yet.",
        "/stipends/assistance/{key}/",
    ),
}
