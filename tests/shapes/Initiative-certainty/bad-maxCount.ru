# expect: Initiative-certainty MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX certainty: <https://w3id.org/chiiki/vocab/certainty/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-1/group/2> chiiki:certainty certainty:explicit . <project/1-1/initiative/2-1> chiiki:certainty certainty:explicit }
