# expect: Initiative-projectIsThatOfItsGroup EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/initiative/3-1> chiiki:measureOf ?value } INSERT { <project/1-1/initiative/3-1> chiiki:measureOf <project/1-2> } WHERE { <project/1-1/initiative/3-1> chiiki:measureOf ?value }
