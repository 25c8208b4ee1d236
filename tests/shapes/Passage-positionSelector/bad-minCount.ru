# expect: Passage-positionSelector MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE DATA { <passage/1116-1123> oa:hasSelector <passage/1116-1123/position> }
