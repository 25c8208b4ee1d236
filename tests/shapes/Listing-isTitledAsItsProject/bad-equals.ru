# expect: Listing-isTitledAsItsProject EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { <listing/1-2> rdfs:label ?value } INSERT { <listing/1-2> rdfs:label "葵の暮らしのプロジェクト"@ja } WHERE { <listing/1-2> rdfs:label ?value }
