# expect: Thing-locatedIn ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <../asset/茜橋> chiiki:locatedIn <goal/1> }
