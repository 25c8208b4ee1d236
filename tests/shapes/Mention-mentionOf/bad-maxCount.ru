# expect: Mention-mentionOf MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA { <mention/877-879/茜橋> chiiki:mentionOf <../agent/国> ; oa:hasBody <../agent/国> }
