# expect: Mention-joinedBy MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <mention/877-879/茜橋> chiiki:joinedBy ?value }
