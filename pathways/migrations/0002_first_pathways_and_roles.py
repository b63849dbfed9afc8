"""The five pathways and the fellowship, their roles and cohorts: there after the first migration.

An installation that has a pathway already keeps what it has: nothing is added, changed or brought back.
"""

from django.db import migrations

# As the guide names them. A cohort: its name, lowest and highest grade (TK is -1, K is 0), and whether it bears a mark.
PATHWAYS = [
    {
        "slug": "team-lead",
        "name": "Team Lead",
        "leads": "Leads a content or grade-level team. Most Team Leads head a grade or a department, and a school often has several.",
        "work": [
            "Plan standards-based curriculum with the team and see it carried out",
            "Bring strong literacy strategies into every classroom",
            "Let data drive instruction",
            "Run formative assessment with the team",
        ],
        "grows": [
            "Leadership",
            "Content knowledge",
            "Developing colleagues",
        ],
        "roles": [
            {
                "slug": "team-lead",
                "name": "Team Lead",
                "cohorts": [
                    ("Elementary", -1, 6, False),
                    ("Secondary ELA/Social Studies", 6, 12, False),
                    ("Secondary Math", 6, 12, False),
                    ("Secondary Science", 6, 12, True),
                    ("Special Education", 0, 12, True),
                ],
            },
        ],
    },
    {
        "slug": "peer-coach",
        "name": "Peer Coach",
        "leads": "Leads a cohort of teammates whom they coach. Peer Coaches are staff with release time, and they see to it that the Instructional Leadership Team (ILT) builds a coaching system as the Partnership Implementation Framework (PIF) describes it.",
        "work": [
            "Lead a cohort of teachers through observation and in-depth coaching cycles",
            "Support the school's cycles of professional development",
            "Give each colleague the support that fits their own goals and the school's",
        ],
        "grows": [],
        "roles": [
            {
                "slug": "peer-coach",
                "peer_work": "teachers",
                "name": "Peer Coach",
            },
            {
                "slug": "senior-peer-coach",
                "peer_work": "peers",
                "name": "Senior Peer Coach",
                "after": "peer-coach",
                "after_years": 1,
                "adds": [
                    "Host a Peer Coach seminar at the school and be observed while coaching",
                    "Record exemplary coaching cycles on video, so that other coaches can learn from them",
                    "Coach other Peer Coaches",
                ],
            },
        ],
    },
    {
        "slug": "arts-lead",
        "name": "Arts Lead",
        "leads": "Leads the school's arts strategic plan. With the school leader, Arts Leads keep planning it and carrying it out, toward the arts goal of the Call to Action.",
        "goal_area": "arts",
        "work": [
            "Align arts strategies and resources across the schools that feed into one another",
            "Foster a culture rich in the arts",
            "Coordinate school events where students show visual and performing work",
            "Help plan an arts event of the whole Partnership",
        ],
        "grows": [],
        "roles": [
            {
                "slug": "arts-lead",
                "name": "Arts Lead",
            },
        ],
    },
    {
        "slug": "restorative-college-culture-lead",
        "name": "Restorative & College Culture Lead",
        "short": "RCCL",
        "leads": "Leads the school's culture team, toward the culture goal of the Call to Action.",
        "goal_area": "culture",
        "work": [
            "Practices of restorative communities",
            "Knowledge of, and access to, completing college",
            "Strategies of the whole school for social-emotional learning, attendance and a restorative culture",
        ],
        "grows": [],
        "roles": [
            {
                "slug": "restorative-college-culture-lead",
                "name": "Restorative & College Culture Lead",
            },
        ],
    },
    {
        "slug": "family-engagement-lead",
        "name": "Family Engagement Lead",
        "leads": "Leads the shared work of the school's Family Action Team.",
        "goal_area": "families",
        "work": [
            "Assess how engaged the school is with its families",
            "Write action plans and carry out strategies centered on equity, in line with the goals of the school",
            "Train and coach teachers in engaging families",
            "Lead workshops at Parent College",
        ],
        "grows": [],
        "roles": [
            {
                "slug": "family-engagement-lead",
                "name": "Family Engagement Lead",
            },
        ],
    },
    {
        "slug": "leadership-fellows",
        "name": "Partnership Leadership Fellows @ UCLA Principal Leadership Institute",
        "short": "PLF @ PLI",
        "kind": "fellowship",
        "leads": "A small cohort each year since 2015, on the way to leading schools. Open to teachers, counselors, coordinators and coaches of the network.",
        "work": [
            "Study for fourteen months, summer to summer, at the Principal Leadership Institute (PLI) of UCLA",
            "Earn an M.Ed. and a Tier 1 administrative credential",
            "Serve Partnership schools, or similar ones, for at least four years after graduating",
        ],
        "grows": [
            "Professional development beyond the program",
            "Financial assistance",
        ],
        "roles": [
            {
                "slug": "leadership-fellow",
                "name": "Leadership Fellow",
            },
        ],
    },
]


def add(apps, schema_editor):
    pathway, role, cohort = (apps.get_model("pathways", name) for name in ("Pathway", "Role", "Cohort"))
    if pathway.objects.exists():
        return
    roles = {}
    for position, fields in enumerate(PATHWAYS):
        own = {name: value for name, value in fields.items() if name != "roles"}
        made = pathway.objects.create(position=position, **own)
        for place, item in enumerate(fields["roles"]):
            roles[item["slug"]] = role.objects.create(
                pathway=made,
                slug=item["slug"],
                name=item["name"],
                adds=item.get("adds", []),
                after_role=roles.get(item.get("after")),
                after_years=item.get("after_years", 0),
                peer_work=item.get("peer_work", ""),
                position=place,
            )
            cohort.objects.bulk_create(
                cohort(
                    role=roles[item["slug"]],
                    name=name,
                    lowest_grade=lowest,
                    highest_grade=highest,
                    footnote_mark=mark,
                    position=number,
                )
                for number, (name, lowest, highest, mark) in enumerate(item.get("cohorts", []))
            )


class Migration(migrations.Migration):
    replaces = [("pathways", "0002_first_pathways")]
    dependencies = [("pathways", "0001_all_tables")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
