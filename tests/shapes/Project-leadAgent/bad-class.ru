# expect: Project-leadAgent ClassConstraintComponent
# expect: Project-leadTakesPart EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-2> chiiki:leadAgent <../area/99001> }
