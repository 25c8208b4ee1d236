# expect: InitiativeGroup-certaintyAgrees SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX certainty: <https://w3id.org/chiiki/vocab/certainty/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/group/3> chiiki:certainty ?value } INSERT { <project/1-1/group/3> chiiki:certainty certainty:unknown } WHERE { <project/1-1/group/3> chiiki:certainty ?value } ;
DELETE { <project/1-1/initiative/3-1> chiiki:certainty ?value } INSERT { <project/1-1/initiative/3-1> chiiki:certainty certainty:unknown } WHERE { <project/1-1/initiative/3-1> chiiki:certainty ?value }
