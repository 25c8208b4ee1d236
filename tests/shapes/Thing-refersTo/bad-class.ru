# expect: Thing-refersTo ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-1/work/1> chiiki:refersTo <../area/99001> }
