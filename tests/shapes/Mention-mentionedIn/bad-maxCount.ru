# expect: Mention-mentionedIn MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <mention/877-879/茜橋> chiiki:mentionedIn <goal/1> . <goal/1> chiiki:derivedFrom <passage/877-882> }
