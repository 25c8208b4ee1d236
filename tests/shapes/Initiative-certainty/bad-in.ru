# expect: Initiative-certainty InConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX certainty: <https://w3id.org/chiiki/vocab/certainty/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/group/2> chiiki:certainty ?value } INSERT { <project/1-1/group/2> chiiki:certainty certainty:perhaps } WHERE { <project/1-1/group/2> chiiki:certainty ?value } ;
DELETE { <project/1-1/initiative/2-1> chiiki:certainty ?value } INSERT { <project/1-1/initiative/2-1> chiiki:certainty certainty:perhaps } WHERE { <project/1-1/initiative/2-1> chiiki:certainty ?value }
