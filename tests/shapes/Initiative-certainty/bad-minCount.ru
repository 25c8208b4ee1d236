# expect: Initiative-certainty MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <project/1-1/group/2> chiiki:certainty ?value } ;
DELETE WHERE { <project/1-1/initiative/2-1> chiiki:certainty ?value }
