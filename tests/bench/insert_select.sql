-- The floor of a stipend run: one hand-written statement that pays in proportion, with inputs and their hash,
-- but without segments, leaves, make-ups, exclusions or a word of explanation.
INSERT INTO bench_line (
    run_id, person_id, placement_id, role_id, school_id, policy_id, channel, status, exclusion,
    earned_cents, amount_cents, cells, inputs, inputs_sha256
)
SELECT
    %(run)s, p.person_id, p.id, p.role_id, p.school_id, y.id, 'district', 'payable', '',
    pay.cents, pay.cents,
    jsonb_build_array(pay.attendance, pay.deliverables, pay.attestation),
    facts.inputs, encode(sha256(convert_to(facts.inputs::text, 'UTF8')), 'hex')
FROM pathways_placement p
JOIN stipends_stipendpolicy y ON y.role_id = p.role_id AND y.year_id = p.year_id AND y.state = 'published'
LEFT JOIN (
    SELECT a.person_id,
           sum(CASE a.mark WHEN 'present' THEN coalesce(a.minutes, s.required_minutes) ELSE 0 END) AS minutes,
           sum(CASE a.mark WHEN 'excused' THEN 0 ELSE s.required_minutes END) AS needed,
           jsonb_agg(jsonb_build_array(s.id, s.required_minutes, a.mark, a.minutes) ORDER BY s.id) AS marks
    FROM seminars_attendance a
    JOIN seminars_session s ON s.id = a.session_id
    JOIN seminars_event e ON e.id = s.event_id
    WHERE e.year_id = %(year)s AND s.state = 'closed'
    GROUP BY a.person_id
) m ON m.person_id = p.person_id
LEFT JOIN (
    SELECT r.placement_id,
           sum(d.weight) FILTER (WHERE r.state = 'accepted') AS accepted,
           sum(d.weight) FILTER (WHERE r.state <> 'waived') AS weights,
           jsonb_agg(jsonb_build_array(d.id, d.weight, r.state) ORDER BY d.id) AS records
    FROM pathways_deliverablerecord r
    JOIN pathways_deliverable d ON d.id = r.deliverable_id
    GROUP BY r.placement_id
) d ON d.placement_id = p.id
LEFT JOIN pathways_attestation t ON t.placement_id = p.id
CROSS JOIN LATERAL (
    SELECT y.annual_cents * 6 * coalesce(m.minutes, 0) / greatest(m.needed, 1) / 10 AS attendance,
           y.annual_cents * 25 * coalesce(d.accepted, 0) / greatest(d.weights, 1) / 100 AS deliverables,
           CASE WHEN t.met THEN y.annual_cents * 15 / 100 ELSE 0 END AS attestation
) part
CROSS JOIN LATERAL (
    SELECT part.*, round(part.attendance + part.deliverables + part.attestation)::bigint AS cents
) pay
CROSS JOIN LATERAL (
    SELECT jsonb_build_object('marks', m.marks, 'records', d.records, 'met', t.met, 'annual', y.annual_cents) AS inputs
) facts
WHERE p.year_id = %(year)s
