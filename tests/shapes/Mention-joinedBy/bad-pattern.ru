# expect: Mention-joinedBy PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <mention/877-879/茜橋> chiiki:joinedBy ?value } INSERT { <mention/877-879/茜橋> chiiki:joinedBy " " } WHERE { <mention/877-879/茜橋> chiiki:joinedBy ?value }
