# expect: Thing-homepage NodeKindConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>

INSERT DATA { <../area/99001> foaf:homepage "https://example.org/aoi" }
