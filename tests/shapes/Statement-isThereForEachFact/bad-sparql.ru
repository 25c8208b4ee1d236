# expect: Statement-isThereForEachFact SPARQLConstraintComponent
# with: ok-provenance.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { <../asset/茜橋> skos:altLabel "橋"@ja }
