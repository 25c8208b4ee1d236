# expect: Thing-closeMatch NodeKindConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { <../area/99001> skos:closeMatch "Q1" }
