# expect: Passage-hasSource MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE WHERE { <passage/1116-1123> oa:hasSource ?value }
