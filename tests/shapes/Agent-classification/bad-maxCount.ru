# expect: Agent-classification MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX agent-kind: <https://w3id.org/chiiki/vocab/agent-kind/>
PREFIX org: <http://www.w3.org/ns/org#>

INSERT DATA { <../agent/NPO> org:classification agent-kind:民間 }
