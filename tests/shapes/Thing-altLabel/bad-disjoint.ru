# expect: Thing-altLabel DisjointConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { <../asset/葵自動車道> skos:altLabel "葵自動車道"@ja }
