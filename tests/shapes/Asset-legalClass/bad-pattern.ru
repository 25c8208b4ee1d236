# expect: Asset-legalClass PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <../asset/葵浜漁港> chiiki:legalClass " " }
