# expect: Mention-foundBy PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <mention/877-879/茜橋> chiiki:foundBy ?value } INSERT { <mention/877-879/茜橋> chiiki:foundBy " " } WHERE { <mention/877-879/茜橋> chiiki:foundBy ?value }
