# expect: Project-leadTakesPart EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-2> chiiki:leadAgent ?value } INSERT { <project/1-2> chiiki:leadAgent <../agent/国> } WHERE { <project/1-2> chiiki:leadAgent ?value }
