# expect: Thing-derivedFrom ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <../asset/茜橋> chiiki:derivedFrom <goal/1> }
